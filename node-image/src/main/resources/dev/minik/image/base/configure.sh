# Runs in the base system as the last step of making it, without network.
set -eu

# Everything that is for a machine with a console, disks, a clock or updates of its own.
for unit in \
    apt-daily.service apt-daily.timer apt-daily-upgrade.service apt-daily-upgrade.timer \
    console-getty.service container-getty@.service getty.target getty@.service serial-getty@.service getty-static.service \
    dev-hugepages.mount dev-mqueue.mount sys-fs-fuse-connections.mount sys-kernel-config.mount \
    sys-kernel-debug.mount sys-kernel-tracing.mount proc-sys-fs-binfmt_misc.automount proc-sys-fs-binfmt_misc.mount \
    dpkg-db-backup.service dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
    haproxy.service ldconfig.service \
    systemd-ask-password-console.path systemd-ask-password-wall.path systemd-binfmt.service systemd-firstboot.service \
    systemd-hwdb-update.service systemd-journal-catalog-update.service systemd-logind.service systemd-modules-load.service \
    systemd-network-generator.service systemd-networkd.service systemd-networkd.socket systemd-pcrphase.service \
    systemd-random-seed.service systemd-resolved.service systemd-sysusers.service systemd-timesyncd.service \
    systemd-tpm2-setup.service systemd-tpm2-setup-early.service systemd-udevd.service systemd-udevd-control.socket \
    systemd-udevd-kernel.socket systemd-udev-trigger.service systemd-udev-settle.service systemd-update-done.service \
    systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-user-sessions.service \
    modprobe@efi_pstore.service run-lock.mount systemd-creds.socket systemd-pstore.service systemd-remount-fs.service \
    systemd-sysext.socket systemd-tmpfiles-setup-dev.service systemd-tmpfiles-setup-dev-early.service \
    nftables.service; do
    ln -sf /dev/null "/etc/systemd/system/$unit"
done
ln -sf /usr/lib/systemd/system/multi-user.target /etc/systemd/system/default.target

# keepalived runs in a container only, and brings all of Perl along. Its program, and those of its libraries that nothing else in the node
# needs, are put aside for the container's image; the packages go.
aside=/usr/local/lib/minik/aside
places() { # PATH…: each as its package has it, for /lib is a link, and what it leads to
    for path in "$@"; do
        printf '%s\n' "$(realpath "${path%/*}")/${path##*/}" "$(realpath "$path")"
    done | sort -u
}
# shellcheck disable=SC2046 # one path a line, without spaces
taken=$(places /usr/sbin/keepalived /etc/keepalived/keepalived.config-opts $(ldd /usr/sbin/keepalived | sed -n 's/^.* => \(\/[^ ]*\) .*/\1/p'))
mkdir -p "$aside"
# shellcheck disable=SC2086
cp --archive --parents $taken "$aside"
dpkg --purge keepalived libsnmp40t64 libsnmp-base libperl5.40 perl-modules-5.40 libgdbm-compat4t64 libgdbm6t64 libsensors5 \
    libsensors-config libpci3 pci.ids libglib2.0-0t64 libnl-genl-3-200 libnl-3-200 libatomic1
for path in $taken; do
    [ ! -e "$path" ] || rm "$aside$path"
done

# The journal in memory is lost with the node anyway; on disk it can be read from a stopped one.
mkdir -p /var/log/journal

# A machine's identity is made at its first start.
: >/etc/machine-id
rm -f /var/lib/dbus/machine-id /etc/hostname /etc/ssh/ssh_host_*

# What nobody reads in a node.
rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/cache/ldconfig/* /var/log/*.log /var/log/apt \
    /usr/share/doc/* /usr/share/man/* /usr/share/info/* /usr/share/locale/* /usr/share/lintian /usr/share/i18n \
    /usr/lib/x86_64-linux-gnu/gconv /usr/lib/aarch64-linux-gnu/gconv \
    /var/lib/dpkg/*-old /tmp/* /var/tmp/*

# A node gets a copy of the image's /var each, and making hundreds of small files takes longer than all the rest of a boot. What is
# installed lies in /usr anyway, and so does the list of it.
mkdir -p /usr/lib/sysimage
mv /var/lib/dpkg /usr/lib/sysimage/dpkg
ln -s ../../usr/lib/sysimage/dpkg /var/lib/dpkg
