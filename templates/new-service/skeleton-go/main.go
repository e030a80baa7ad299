// Command service answers requests from a database whose credentials Vault
// makes and replaces while it runs.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	lookEvery   = time.Second
	openWithin  = 5 * time.Second
	stopWithin  = 20 * time.Second
	readsHeader = 5 * time.Second
)

func setting(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

// watch looks for new credentials once a second and at every SIGHUP. Reading
// a small file in memory costs nothing, and unlike a file watcher it works for
// every way a file can be replaced.
func watch(ctx context.Context, pool *RotatingPool) {
	hangUp := make(chan os.Signal, 1)
	signal.Notify(hangUp, syscall.SIGHUP)
	defer signal.Stop(hangUp)
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangUp:
		case <-ticker.C:
		}
		look(ctx, pool)
	}
}

func look(ctx context.Context, pool *RotatingPool) {
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	switch changed, err := pool.Reload(ctx); {
	case err != nil:
		slog.Warn("keeping the database user in use", "error", err)
	case changed:
		slog.Info("took over new database credentials")
	}
}

func run(ctx context.Context) error {
	file := setting("DB_CREDENTIALS_FILE", "/vault/secrets/db")
	caFile := os.Getenv("DB_CA_FILE")
	pool, err := NewRotatingPool(ctx,
		func() (Credentials, error) { return ReadCredentials(file) },
		func(ctx context.Context, c Credentials) (Pool, error) {
			return OpenDatabase(ctx, c, caFile)
		})
	if err != nil {
		return err
	}
	watching, endWatch := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() { watch(watching, pool); close(watched) }()
	// No new request, those under way finish, then the database is left.
	defer func() { endWatch(); <-watched; pool.Close() }()
	return serve(ctx, NewHandler(pool))
}

func serve(ctx context.Context, handler http.Handler) error {
	address := net.JoinHostPort(os.Getenv("HOST"), setting("PORT", "8080"))
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: readsHeader}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	slog.Info("listening", "address", address)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := server.Shutdown(ending); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}
