package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// Pool is what the service needs of a connection pool. Close waits for the
// queries under way.
type Pool interface {
	Ping(ctx context.Context) error
	Tables(ctx context.Context) ([]string, error)
	Close()
}

// RotatingPool is the service's way to its database, whose user changes while
// it runs. After Reload new queries use the new user; those under way finish
// as the old one, and only then are its connections closed.
type RotatingPool struct {
	read func() (Credentials, error)
	open func(context.Context, Credentials) (Pool, error)

	reloading sync.Mutex
	current   atomic.Pointer[generation]
	retiring  sync.WaitGroup
}

// generation is a pool with those who use it. A writer's lock is free when
// the last of them is done.
type generation struct {
	credentials Credentials
	pool        Pool
	users       sync.RWMutex
	retired     bool
}

// NewRotatingPool reads the credentials and opens the first pool.
func NewRotatingPool(
	ctx context.Context,
	read func() (Credentials, error),
	open func(context.Context, Credentials) (Pool, error),
) (*RotatingPool, error) {
	p := &RotatingPool{read: read, open: open}
	if _, err := p.Reload(ctx); err != nil {
		return nil, err
	}
	return p, nil
}

// Reload looks for new credentials and says whether it took them over. A
// failure keeps what works.
func (p *RotatingPool) Reload(ctx context.Context) (bool, error) {
	p.reloading.Lock()
	defer p.reloading.Unlock()
	credentials, err := p.read()
	if err != nil {
		return false, err
	}
	old := p.current.Load()
	if old != nil && old.credentials == credentials {
		return false, nil
	}
	pool, err := p.open(ctx, credentials)
	if err != nil {
		return false, fmt.Errorf("opening the database as %s: %w", credentials, err)
	}
	p.current.Store(&generation{credentials: credentials, pool: pool})
	p.retire(old)
	return true, nil
}

// retire closes a pool once nobody uses it, without making anybody wait.
func (p *RotatingPool) retire(old *generation) {
	if old == nil {
		return
	}
	p.retiring.Add(1)
	go func() {
		defer p.retiring.Done()
		old.users.Lock()
		old.retired = true
		old.users.Unlock()
		old.pool.Close()
	}()
}

// Use calls with a pool that stays open until the call returns.
func (p *RotatingPool) Use(call func(Pool) error) error {
	for {
		g := p.current.Load()
		// Replaced since the line above: the next round finds its successor.
		if !g.users.TryRLock() {
			continue
		}
		if g.retired {
			g.users.RUnlock()
			continue
		}
		defer g.users.RUnlock()
		return call(g.pool)
	}
}

// Close waits for the queries under way and closes everything. Nothing may
// use or reload the pool afterwards.
func (p *RotatingPool) Close() {
	p.reloading.Lock()
	defer p.reloading.Unlock()
	p.retire(p.current.Load())
	p.retiring.Wait()
}
