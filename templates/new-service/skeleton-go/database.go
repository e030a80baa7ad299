package main

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// What the database user may read: something to see before there is a domain.
const tables = `SELECT table_name FROM information_schema.tables
	WHERE table_schema = 'public' ORDER BY table_name`

type database struct{ *pgxpool.Pool }

// OpenDatabase opens a pool for one user and proves that it works.
func OpenDatabase(ctx context.Context, c Credentials, caFile string) (Pool, error) {
	config, err := pgxpool.ParseConfig(c.ConnString(caFile))
	if err != nil {
		return nil, err
	}
	config.MaxConns = 10
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return database{pool}, nil
}

// Tables lists the tables the database user may read.
func (d database) Tables(ctx context.Context) ([]string, error) {
	rows, err := d.Query(ctx, tables)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
