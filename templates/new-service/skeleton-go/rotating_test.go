package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

type fakePool struct {
	name   string
	closed atomic.Bool
}

func (f *fakePool) Ping(context.Context) error               { return nil }
func (f *fakePool) Tables(context.Context) ([]string, error) { return []string{f.name}, nil }
func (f *fakePool) Close()                                   { f.closed.Store(true) }

type fixture struct {
	stored atomic.Value
	opened []*fakePool
	refuse bool
	pool   *RotatingPool
}

func start(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{}
	f.stored.Store("first")
	pool, err := NewRotatingPool(context.Background(),
		func() (Credentials, error) {
			return Credentials{Username: f.stored.Load().(string)}, nil
		},
		func(_ context.Context, c Credentials) (Pool, error) {
			if f.refuse {
				return nil, errors.New("password authentication failed")
			}
			made := &fakePool{name: c.Username}
			f.opened = append(f.opened, made)
			return made, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	f.pool = pool
	return f
}

func (f *fixture) user(t *testing.T) string {
	t.Helper()
	var name string
	if err := f.pool.Use(func(p Pool) error { name = p.(*fakePool).name; return nil }); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestNewQueriesUseTheNewUserAndOldOnesFinish(t *testing.T) {
	f := start(t)
	inside, finish, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		_ = f.pool.Use(func(p Pool) error {
			close(inside)
			<-finish
			if p.(*fakePool).closed.Load() {
				t.Error("the pool was closed while a query used it")
			}
			return nil
		})
	}()
	<-inside
	f.stored.Store("second")
	if changed, err := f.pool.Reload(context.Background()); !changed || err != nil {
		t.Fatal(changed, err)
	}
	if name := f.user(t); name != "second" {
		t.Fatal(name)
	}
	close(finish)
	<-done
	f.pool.Close()
	for _, pool := range f.opened {
		if !pool.closed.Load() {
			t.Errorf("the pool of %s stayed open", pool.name)
		}
	}
}

func TestTheSameCredentialsOpenNothing(t *testing.T) {
	f := start(t)
	if changed, err := f.pool.Reload(context.Background()); changed || err != nil || len(f.opened) != 1 {
		t.Fatal(changed, err, len(f.opened))
	}
}

func TestARefusedUserKeepsWhatWorks(t *testing.T) {
	f := start(t)
	f.stored.Store("second")
	f.refuse = true
	if changed, err := f.pool.Reload(context.Background()); changed || err == nil {
		t.Fatal(changed, err)
	}
	if name := f.user(t); name != "first" {
		t.Fatal(name)
	}
}

func TestNoQueryMeetsAClosedPoolWhileUsersChange(t *testing.T) {
	f := start(t)
	var workers sync.WaitGroup
	for range 8 {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for range 500 {
				_ = f.pool.Use(func(p Pool) error {
					if p.(*fakePool).closed.Load() {
						t.Error("met a closed pool")
					}
					return nil
				})
			}
		}()
	}
	for i := range 50 {
		f.stored.Store(strings.Repeat("x", i+1))
		if _, err := f.pool.Reload(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	workers.Wait()
	f.pool.Close()
}

func TestReadCredentials(t *testing.T) {
	file := filepath.Join(t.TempDir(), "db")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"username":"u","password":"p@/\"","host":"db","port":5432,"database":"d","sslMode":"disable"}`)
	found, err := ReadCredentials(file)
	if err != nil || found.Password != `p@/"` {
		t.Fatal(err)
	}
	if text := found.ConnString(""); text != "postgresql://u:p%40%2F%22@db:5432/d?sslmode=disable" {
		t.Fatal(text)
	}
	if strings.Contains(found.String(), "p@") {
		t.Fatal("the password is printed")
	}
	for _, broken := range []string{`{"password": "hunter2`, `{"password":"hunter2"}`} {
		write(broken)
		if _, err := ReadCredentials(file); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Fatal(err)
		}
	}
}
