chgrp gangyao /etc/gangyao/gangyao.env 2>/dev/null || true
chmod 0640 /etc/gangyao/gangyao.env 2>/dev/null || true
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
  systemctl try-restart gangyao.service || true
fi
