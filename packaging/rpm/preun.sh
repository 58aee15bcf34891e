if [ "$1" = 0 ] && [ -d /run/systemd/system ]; then
  systemctl disable --now gangyao.socket gangyao.service || true
fi
