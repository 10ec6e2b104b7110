"""A systemd of the test's own, as process 1 of new namespaces, with gantry's
units installed.  It sees no unit of the machine but the journal.
"""

import contextlib
import os
import re
import shutil
import subprocess

from harness import (BUILD, GANTRY_TEST, Process, Skip, SOURCE, folder,
                     wait_until)

PROGRAM = '/opt/sbin/gantry'
CONF = '/etc/gantry.conf'
SOCKET = '/run/gantry/gantry.sock'
SYSTEMD = '/lib/systemd/systemd'


def installed_units(root):
    """Put the units, the program and the files of folders below ROOT."""
    units = f'{root}/etc/systemd/system'
    os.makedirs(units)
    with open(f'{BUILD}/gantry.service', encoding='utf-8') as file:
        text = file.read()
    program = re.search(r'^ExecStart=(\S+)', text, re.M).group(1)
    with open(f'{units}/gantry.service', 'w', encoding='utf-8') as file:
        file.write(text.replace(program, PROGRAM))
    shutil.copy(f'{SOURCE}/nginx-conf/gantry.socket', units)
    os.makedirs(root + os.path.dirname(PROGRAM))
    shutil.copy(GANTRY_TEST, root + PROGRAM)
    for kind in 'sysusers.d', 'tmpfiles.d':
        os.makedirs(f'{root}/etc/{kind}')
        shutil.copy(f'{SOURCE}/nginx-conf/{kind}/gantry.conf',
                    f'{root}/etc/{kind}')


class Systemd:
    """What runs in the namespaces of the process PID, the systemd."""

    def __init__(self, pid):
        self.pid = pid
        self.root = f'/proc/{pid}/root'

    def run(self, *command, check=True, given=None):
        """Run a command there.  Return its exit status and output."""
        done = subprocess.run(
            ['nsenter', f'--target={self.pid}', '--all', '--root', '--wd',
             *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            input=given, text=True, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f'{command}: {done.stdout}{self.journal()}')
        return done.returncode, done.stdout

    def systemctl(self, *command, **options):
        return self.run('systemctl', '--no-pager', *command, **options)

    def show(self, name, unit='gantry.service'):
        return self.systemctl('show', '--value', '-p', name,
                              unit)[1].strip()

    def journal(self, *options):
        return self.run('journalctl', '--no-pager', *options,
                        check=False)[1]

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.root + path), exist_ok=True)
        with open(self.root + path, 'w', encoding='utf-8') as file:
            file.write(text)

    def configure(self, *lines, more=''):
        """Write gantry.conf and the drop-in MORE, and forget failures."""
        self.write(CONF, '\n'.join(('[gantry]', 'mount = /=pid', *lines, '')))
        self.write('/etc/systemd/system/gantry.service.d/test.conf',
                   f'[Service]\nEnvironment=GANTRY_CONFIG={CONF}\n{more}')
        self.systemctl('daemon-reload')
        self.systemctl('stop', 'gantry.service', 'gantry.socket')
        self.systemctl('reset-failed')


def process_in(process):
    """The child of unshare, when it is systemd."""
    with contextlib.suppress(OSError):
        for pid in process.children():
            if os.readlink(f'/proc/{pid}/exe').endswith('/systemd'):
                return pid
    return None


@contextlib.contextmanager
def systemd():
    """Boot it, or skip the test where that is not possible."""
    if os.getuid() != 0:
        raise Skip('only root boots a systemd')
    if not os.access(SYSTEMD, os.X_OK):
        raise Skip('systemd is not installed')
    with folder() as where:
        os.chmod(where, 0o755)
        installed_units(f'{where}/given')
        os.mkdir(f'{where}/root')
        process = Process(
            ['unshare', '--pid', '--mount', '--uts', '--ipc', '--cgroup',
             '--net', '--propagation', 'private', '--fork', '--kill-child',
             'sh', f'{SOURCE}/tests/functional/lib/boot_systemd.sh',
             f'{where}/root', f'{where}/given'], where, 'systemd')
        try:
            wait_until(lambda: process_in(process) or
                       process.process.poll() is not None, 'systemd')
            if process.process.poll() is not None:
                raise Skip('cannot boot systemd here: ' +
                           process.log().strip().replace('\n', '; '))
            machine = Systemd(process_in(process))
            wait_until(lambda: machine.systemctl(
                'is-active', 'test.target', check=False)[0] == 0,
                       'the target')
            machine.run('systemd-sysusers')
            machine.run('systemd-tmpfiles', '--create', 'gantry.conf')
            yield machine
        finally:
            process.process.kill()
            process.process.wait()
