package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
)

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("content-type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Warn("answering failed", "error", err)
	}
}

type route func(context.Context, Pool) (any, error)

// fromDatabase answers what a route reads, or that the database does not answer.
func fromDatabase(pool *RotatingPool, read route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body any
		err := pool.Use(func(p Pool) (err error) {
			body, err = read(r.Context(), p)
			return err
		})
		if err != nil {
			slog.Error("request failed", "path", r.URL.Path, "error", err)
			send(w, http.StatusServiceUnavailable, map[string]string{"error": "The database does not answer."})
			return
		}
		send(w, http.StatusOK, body)
	}
}

// NewHandler makes the pages of the service.
func NewHandler(pool *RotatingPool) http.Handler {
	ok := map[string]string{"status": "ok"}
	mux := http.NewServeMux()
	// Alive: the process answers. A database that is away is no reason to restart it.
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		send(w, http.StatusOK, ok)
	})
	// Ready: the database answers too.
	mux.HandleFunc("GET /readyz", fromDatabase(pool, func(ctx context.Context, p Pool) (any, error) {
		return ok, p.Ping(ctx)
	}))
	mux.HandleFunc("GET /tables", fromDatabase(pool, func(ctx context.Context, p Pool) (any, error) {
		names, err := p.Tables(ctx)
		return map[string][]string{"tables": names}, err
	}))
	return mux
}
