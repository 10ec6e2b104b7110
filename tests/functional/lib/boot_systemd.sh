#!/bin/sh
# Run in new namespaces (unshare): boot systemd as process 1 in the folder ROOT,
# which gets a file system of its own.  systemd starts only the journal; the
# tests start the rest.  /usr is the machine's, and nothing can write to it.
set -e
ROOT=$1
GIVEN=$2 # a folder to copy into the new root

mount -t tmpfs tmpfs "$ROOT"
cd "$ROOT"
mkdir usr etc dev proc sys run tmp var old
for name in bin lib lib64 sbin; do
	ln -s "usr/$name" "$name"
done
mount --bind /usr usr
mount -o remount,bind,ro usr
cp -a /etc/ld.so.cache /etc/nsswitch.conf /etc/passwd /etc/group etc
cp -a "$GIVEN/." .
: >etc/machine-id
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs dev
for name in null zero full random urandom tty; do
	: >"dev/$name"
	mount --bind "/dev/$name" "dev/$name"
done
mkdir dev/shm dev/pts dev/mqueue dev/hugepages
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
: >dev/console
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys

# systemd looks for units nowhere else, so none of them changes the machine.
units=etc/systemd/system
for name in sysinit basic sockets shutdown umount; do
	printf '[Unit]\nDescription=%s\n' $name >$units/$name.target
done
for name in journald.service journald.socket; do
	cp /lib/systemd/system/systemd-$name $units
done
cat >$units/test.target <<'UNIT'
[Unit]
Description=what the tests need
Wants=systemd-journald.service systemd-journald.socket
UNIT
pivot_root . old
umount -l /old
exec env -i container=test PATH=/usr/sbin:/usr/bin \
    SYSTEMD_UNIT_PATH=/etc/systemd/system /lib/systemd/systemd --system \
    --unit=test.target --log-target=journal --show-status=no
