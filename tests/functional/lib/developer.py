"""gantry dev in a terminal or with pipes, and a module to work on."""

import contextlib
import fcntl
import http.client
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

from harness import (GANTRY, PATIENCE, SOURCE, contains, free_port,
                     wait_until)

MODULE = os.path.join(SOURCE, 'tests/functional/programs/dev_module.c')
CONFIG = '''[gantry]
modules = {where}/modules
mount = /=work
bind = unix:{where}/never.sock
access-log = {where}/never.log
workers = 7
user = nobody
[work]
key = hunter-two
'''


def environment(where, **more):
    """The variables of a developer who has nothing configured."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(('GANTRY_', 'NO_COLOR', 'XDG_'))}
    return {**kept, 'HOME': where, 'TERM': 'xterm', 'XDG_RUNTIME_DIR': where,
            **more}


def build_module(where, text='one', to='modules/work.so'):
    """Build the module so that it answers TEXT, and replace the file."""
    os.makedirs(where + '/modules', exist_ok=True)
    made = where + '/made.so'
    subprocess.run(
        ['cc', '-g', '-O1', '-Wall', '-Werror', '-shared', '-fPIC',
         f'-DTEXT="{text}"', '-I', f'{SOURCE}/bridge/include', '-o', made,
         MODULE], check=True)
    os.rename(made, os.path.join(where, to))


class Developer:
    """A gantry dev, and what it writes."""

    def __init__(self, where, *arguments, terminal=False, program=GANTRY,
                 **variables):
        self.where = where
        self.port = free_port()
        self.out = self.error = ''
        self.passed = 0
        command = [program, 'dev', '--http', f'127.0.0.1:{self.port}',
                   *arguments]
        options = {'env': environment(where, **variables), 'cwd': where}
        if terminal:
            self.terminal, other = pty.openpty()
            fcntl.ioctl(self.terminal, termios.TIOCSWINSZ,
                        struct.pack('HHHH', 50, 200, 0, 0))
            self.process = subprocess.Popen(
                ['setsid', '-c', '-w', *command], stdin=other, stdout=other,
                stderr=other, **options)
            os.close(other)
            self.files = [self.terminal]
        else:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, **options)
            self.files = [self.process.stdout.fileno(),
                          self.process.stderr.fileno()]

    def read(self, seconds=0.05):
        """Read what comes.  Return whether more may come."""
        for file in select.select(self.files, [], [], seconds)[0]:
            try:
                data = os.read(file, 65536)
            except OSError:
                data = b''
            if not data:
                self.files.remove(file)
            elif file == self.files[0]:
                self.out += data.decode(errors='replace')
            else:
                self.error += data.decode(errors='replace')
        return bool(self.files)

    @property
    def text(self):
        return self.out + self.error

    def expect(self, text, where='out'):
        """Wait until TEXT comes after what was expected before."""
        deadline = time.monotonic() + PATIENCE
        while text not in getattr(self, where)[
                self.passed if where == 'out' else 0:]:
            if time.monotonic() > deadline or not self.read():
                raise AssertionError(f'{text!r} did not come: {self.text}')
        if where == 'out':
            self.passed = self.out.index(text, self.passed) + len(text)

    def says(self, text):
        """Wait for TEXT anywhere in what was written."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.text:
            if time.monotonic() > deadline or not self.read():
                raise AssertionError(f'{text!r} did not come: {self.text}')

    def type(self, text):
        os.write(self.terminal, text.encode())

    def get(self, path, method='GET', **headers):
        """Return (status, headers, text) of a request."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port,
                                                timeout=PATIENCE)
        names = {name.replace('_', '-'): value
                 for name, value in headers.items()}
        try:
            connection.request(method, path, headers=names)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def page(self, path, **headers):
        """The answer to a browser."""
        return self.get(path, Accept='text/html,*/*', **headers)

    def until(self, path, text):
        """Ask for PATH until the answer has TEXT."""
        return wait_until(lambda: self.read(0) and
                          text in self.page(path)[2], text)

    def master(self):
        """The process id of the master."""
        state, = [name for name in os.listdir(self.where)
                  if name.startswith('gantry-dev-')]
        with open(f'{self.where}/{state}/pid', encoding='ascii') as file:
            return int(file.read())

    def end(self, number=signal.SIGTERM):
        """Send a signal.  Return the exit status, when all is read."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait()

    def wait(self):
        deadline = time.monotonic() + PATIENCE
        while self.read(0.2) and time.monotonic() < deadline:
            pass
        return self.process.wait(PATIENCE)


@contextlib.contextmanager
def developing(where, *arguments, **options):
    """A gantry dev that serves."""
    dev = Developer(where, *arguments, **options)
    try:
        dev.says('ready:')
        yield dev
    except Exception as failure:
        failure.add_note('written:\n' + dev.text[-6000:])
        raise
    finally:
        if dev.process.poll() is None:
            dev.process.send_signal(signal.SIGTERM)
            try:
                dev.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                dev.process.kill()
                dev.process.wait()
                raise
        for pipe in (dev.process.stdout, dev.process.stderr):
            if pipe:
                pipe.close()


def link_in(text):
    """The path of the trace that a line of a request names."""
    found = re.search(r'http://[^/\s]+(/\.gantry/trace/[\w.-]+)', text)
    assert found, text
    return found[1]


def write(path, text):
    """Replace a file as an editor does."""
    with open(path + '.new', 'w', encoding='utf-8') as file:
        file.write(text)
    os.rename(path + '.new', path)


def expect_masked(text, *secrets):
    for secret in secrets:
        assert secret not in text, f'{secret} is shown'
    contains(text, '(secret)')
