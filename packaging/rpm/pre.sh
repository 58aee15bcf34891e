getent group gangyao >/dev/null || groupadd --system gangyao
getent passwd gangyao >/dev/null || useradd --system --gid gangyao --home-dir /var/lib/gangyao --shell /sbin/nologin gangyao
