package transcode

import (
	"os"
	"os/exec"
	"runtime"
)

// toInstall returns the command that installs ffmpeg here, "" when none is known.
func toInstall() string {
	return installCommand(runtime.GOOS, os.Getuid() == 0, func(program string) bool {
		_, err := exec.LookPath(program)
		return err == nil
	})
}

// installCommand returns the command that installs ffmpeg on a system, "" when
// none is known. has tells which programs there are.
func installCommand(system string, root bool, has func(program string) bool) string {
	as := "sudo "
	if root || !has("sudo") {
		as = ""
	}
	for _, c := range []struct{ system, program, command string }{
		{"windows", "winget", "winget install Gyan.FFmpeg"},
		{"windows", "choco", "choco install ffmpeg"},
		{"darwin", "brew", "brew install ffmpeg"},
		{"", "apt", as + "apt install ffmpeg"},
		{"", "dnf", as + "dnf install ffmpeg"},
		{"", "pacman", as + "pacman -S ffmpeg"},
		{"", "apk", as + "apk add ffmpeg"},
		{"", "zypper", as + "zypper install ffmpeg"},
		{"", "pkg", as + "pkg install ffmpeg"},
		{"", "brew", "brew install ffmpeg"},
	} {
		if (c.system == system || c.system == "" && system != "windows") && has(c.program) {
			return c.command
		}
	}
	return ""
}
