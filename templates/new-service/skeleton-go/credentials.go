package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
)

// Credentials open the database as one user. They are comparable.
type Credentials struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Database string `json:"database"`
	SSLMode  string `json:"sslMode"`
}

// String keeps a password out of every log.
func (c Credentials) String() string {
	return fmt.Sprintf("%s at %s:%d/%s", c.Username, c.Host, c.Port, c.Database)
}

// GoString is what %#v prints.
func (c Credentials) GoString() string { return c.String() }

func (c Credentials) check() error {
	for field, value := range map[string]string{
		"username": c.Username,
		"password": c.Password,
		"host":     c.Host,
		"database": c.Database,
		"sslMode":  c.SSLMode,
	} {
		if value == "" {
			return fmt.Errorf("has no %q", field)
		}
	}
	if c.Port == 0 {
		return errors.New(`has no "port"`)
	}
	return nil
}

// ConnString is a connection URL of the user; caFile may be empty.
func (c Credentials) ConnString(caFile string) string {
	query := url.Values{"sslmode": {c.SSLMode}}
	if caFile != "" {
		query.Set("sslrootcert", caFile)
	}
	address := url.URL{
		Scheme:   "postgresql",
		User:     url.UserPassword(c.Username, c.Password),
		Host:     net.JoinHostPort(c.Host, strconv.Itoa(c.Port)),
		Path:     "/" + c.Database,
		RawQuery: query.Encode(),
	}
	return address.String()
}

// ReadCredentials reads the file Vault's credentials are rendered into. Its
// text never gets into an error.
func ReadCredentials(file string) (Credentials, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Credentials{}, err
	}
	var found Credentials
	if json.Unmarshal(text, &found) != nil {
		return Credentials{}, fmt.Errorf("%s is no such JSON as expected; is it still being written?", file)
	}
	if err := found.check(); err != nil {
		return Credentials{}, fmt.Errorf("%s %w", file, err)
	}
	return found, nil
}
