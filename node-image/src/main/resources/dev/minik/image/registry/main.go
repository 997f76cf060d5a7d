// The distribution registry with files for its storage and as a cache of others, and the program that tells it the credentials of its
// upstream. It is the one by whose name it is started.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/proxy"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"

	// There is nothing else in the image that could hold certificates.
	_ "golang.org/x/crypto/x509roots/fallback"
)

// A user and his password, a line each.
const credentialsFile = "/etc/minik-registry/credentials"

func main() {
	run := registry.RootCmd.Execute
	if filepath.Base(os.Args[0]) == "registry-credentials" {
		run = tellCredentials
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Answers as Docker's credential helpers do; where there is no file, nobody in particular asks.
func tellCredentials() error {
	answer := struct{ Username, Secret string }{}
	file, err := os.Open(credentialsFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		defer file.Close()
		lines := bufio.NewScanner(file)
		for _, value := range []*string{&answer.Username, &answer.Secret} {
			if lines.Scan() {
				*value = lines.Text()
			}
		}
		if err := lines.Err(); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}
