"""A host of our own for checks that need root: users, a daemon, a mesh, and what was found. Everything it makes it removes."""
import os, shutil, signal, subprocess, sys, tempfile, time


def run(*arguments, check=True, **more):
    return subprocess.run(arguments, check=check, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)


def until(truth, what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if truth():
            return True
        time.sleep(0.02)
    raise TimeoutError(what)


class Host:
    """`prefix` begins the names of its users and groups; `people` are in the readers' group, `strangers` in none."""

    def __init__(self, programs, prefix, people, strangers=(), roles="", more=""):
        if os.geteuid() != 0:
            print("this needs root, to be several users")
            sys.exit(77)
        self.passed = self.failed = 0
        self.place = tempfile.mkdtemp(prefix=f"datamesh-{prefix}", dir="/tmp")
        os.chmod(self.place, 0o755)
        self.daemon_user, self.readers, self.stewards = f"{prefix}daemon", f"{prefix}readers", f"{prefix}stewards"
        self.users = [prefix + name for name in people]
        self.strangers = [prefix + name for name in strangers]
        self.daemon = None
        self.mesh, self.socket = f"{self.place}/lib/main", f"{self.place}/run/datameshd.sock"
        for group in (self.readers, self.stewards):
            run("groupadd", "--force", group)
        for user in self.everybody:
            run("useradd", "--no-create-home", "--home-dir", f"{self.place}/home/{user}", "--shell", "/bin/bash", user)
            run("install", "-d", "-m", "700", "-o", user, "-g", user, f"{self.place}/home/{user}")
        for user in self.users + [self.daemon_user]:
            run("usermod", "-a", "-G", self.readers, user)
        run("usermod", "-a", "-G", self.stewards, self.daemon_user)
        for folder in ("run", "lib"):
            run("install", "-d", "-m", "755", "-o", self.daemon_user, "-g", self.daemon_user, f"{self.place}/{folder}")
        os.makedirs(f"{self.place}/bin")
        for name in os.listdir(programs):
            if name in ("datamesh", "datameshd") or name.endswith(".so"):
                shutil.copy2(f"{programs}/{name}", f"{self.place}/bin/{name}")
        with open(f"{self.place}/config.yaml", "w") as file:
            file.write(f"socket: {self.socket}\nuser: {self.daemon_user}\nmeshes:\n  main:\n    folder: {self.mesh}\n"
                       f"    readers: {self.readers}\n    confidential: {self.stewards}\n{roles}{more}")

    @property
    def everybody(self):
        return self.users + self.strangers + [self.daemon_user]

    def environment(self, user):
        return {"HOME": f"{self.place}/home/{user}", "PATH": f"{self.place}/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
                "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""), "DATAMESH_CONFIG": f"{self.place}/config.yaml"}

    def command(self, user, *arguments, groups="--init-groups"):
        """The argument vector that runs something as a user, alone in an environment of theirs."""
        settings = [f"{name}={value}" for name, value in self.environment(user).items()]
        return ["setpriv", f"--reuid={user}", f"--regid={user}", groups, "env", "-i", *settings, *arguments]

    def datamesh(self, user, *arguments, **more):
        return run(*self.command(user, "datamesh", *arguments, **more), check=False, stdin=subprocess.DEVNULL)

    def start(self):
        log = open(f"{self.place}/log", "a")
        self.daemon = subprocess.Popen(
            self.command(self.daemon_user, "datameshd", "--config", f"{self.place}/config.yaml"), stderr=log)
        until(lambda: self.datamesh(self.users[0], "status").returncode == 0, "the daemon serves")

    def stop(self, how=signal.SIGTERM):
        self.daemon.send_signal(how)
        return self.daemon.wait(20)

    def log(self):
        with open(f"{self.place}/log") as file:
            return file.read()

    def holds(self, sentence, truth, seen=""):
        if truth:
            self.passed += 1
            print("holds:", sentence, flush=True)
        else:
            self.failed += 1
            print("FAILED:", sentence, str(seen)[-1500:], flush=True)
        return truth

    def end(self):
        """Removes what was made, says how many held, and ends the program."""
        if self.failed and os.path.exists(f"{self.place}/log"):
            print(self.log()[-3000:])
        for user in self.everybody:
            run("pkill", "-KILL", "-u", user, check=False)
        if self.daemon:
            self.daemon.wait()
        for user in self.everybody:
            run("userdel", user, check=False)
        for group in (self.readers, self.stewards):
            run("groupdel", group, check=False)
        shutil.rmtree(self.place, ignore_errors=True)
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def check(host, body):
    """Runs the body on the host; what it throws is a failure, and the host is removed whatever happens."""
    try:
        body(host)
    except Exception as error:
        import traceback
        traceback.print_exc()
        host.holds("the check came to its end", False, error)
    finally:
        host.end()
