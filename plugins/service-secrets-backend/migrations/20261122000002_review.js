// @ts-check

/**
 * The fleet's memory. Times are milliseconds since 1970, lists and objects
 * are JSON texts: both mean the same on PostgreSQL and on SQLite.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('fleet_rows', table => {
    table.comment('One service in one environment, as last seen');
    table.text('id').primary().comment('Entity ref, #, environment');
    table.text('entity_ref').notNullable();
    table.text('environment').notNullable();
    table.text('title').notNullable();
    table.text('owner').nullable();
    table.text('system').nullable();
    table.text('lifecycle').nullable();
    table.text('instance').nullable();
    table.text('cluster').nullable();
    table.text('namespace').nullable();
    table.text('delivery').notNullable().comment('|a|b|, empty for none');
    table.text('adoption').notNullable();
    table.text('health').notNullable();
    table.text('sentence').notNullable();
    table.text('worst_key').notNullable().comment('Sorts the worst first');
    table.text('title_key').notNullable();
    table.text('search').notNullable().comment('Lower case');
    table.integer('database_roles').nullable();
    table.integer('leases').nullable();
    table.integer('lease_budget').nullable();
    table.integer('irrevocable_leases').nullable();
    table.integer('orphan_leases').nullable();
    table.integer('certificates').nullable();
    table.bigInteger('next_expiry_at').nullable();
    table.text('next_expiry').nullable();
    table.bigInteger('collected_at').nullable();
    table.bigInteger('attempted_at').notNullable();
    table.bigInteger('added_at').notNullable();
    table.bigInteger('closed_at').nullable();
    table.boolean('stale').notNullable();
    table.text('sources').notNullable();
    table.text('facts').notNullable().comment('What was seen; no secret');
    table.text('fingerprint').notNullable();
    table.text('entity_tag').notNullable();
    table.bigInteger('review_until').nullable();
    table.text('review').nullable();
    table.text('review_drift').nullable();
    table.index(['closed_at', 'worst_key'], 'fleet_rows_worst');
    table.index(['entity_ref'], 'fleet_rows_entity');
  });

  await knex.schema.createTable('fleet_findings', table => {
    table.comment('Findings with when they came and went');
    table.increments('id');
    table.text('row_id').notNullable();
    table.text('finding_id').notNullable();
    table.text('code').notNullable();
    table.text('severity').notNullable();
    table.text('message').notNullable();
    table.text('remedy').notNullable();
    table.bigInteger('opened_at').notNullable();
    table.bigInteger('closed_at').nullable();
    table.index(['row_id', 'closed_at'], 'fleet_findings_row');
    table.index(['opened_at'], 'fleet_findings_opened');
    table.index(['closed_at'], 'fleet_findings_closed');
  });

  await knex.schema.createTable('fleet_exceptions', table => {
    table.comment('Findings somebody accepted until a day');
    table.text('id').primary();
    table.text('row_id').notNullable();
    table.text('finding_id').notNullable();
    table.text('code').notNullable();
    table.text('reason').notNullable();
    table.text('by').notNullable();
    table.bigInteger('at').notNullable();
    table.bigInteger('until').notNullable();
    table.bigInteger('ended_at').nullable();
    table.index(['row_id', 'finding_id'], 'fleet_exceptions_finding');
  });

  await knex.schema.createTable('fleet_reviews', table => {
    table.comment('Who signed what off, and who took it back');
    table.text('id').primary();
    table.text('row_id').notNullable();
    table.text('action').notNullable();
    table.text('by').notNullable();
    table.bigInteger('at').notNullable();
    table.bigInteger('until').nullable();
    table.text('note').notNullable();
    table.index(['row_id', 'at'], 'fleet_reviews_row');
  });

  await knex.schema.createTable('fleet_changes', table => {
    table.comment('Changes that are no findings: wiring, coming and going');
    table.increments('id');
    table.text('row_id').notNullable();
    table.text('kind').notNullable();
    table.text('message').notNullable();
    table.bigInteger('at').notNullable();
    table.index(['at'], 'fleet_changes_at');
  });

  await knex.schema.createTable('fleet_history', table => {
    table.comment('Counts at the end of a day; the empty row id is the fleet');
    table.text('row_id').notNullable();
    table.text('day').notNullable();
    table.integer('findings_open').nullable();
    table.integer('leases').nullable();
    table.integer('certificates').nullable();
    table.integer('services').nullable();
    table.integer('broken').nullable();
    table.primary(['row_id', 'day']);
  });

  await knex.schema.createTable('fleet_inventory', table => {
    table.comment('What Vault lists, whoever uses it');
    table.text('instance').notNullable();
    table.text('kind').notNullable();
    table.text('mount').notNullable();
    table.text('name').notNullable();
    table.bigInteger('listed_at').notNullable();
    table.bigInteger('read_at').nullable();
    table.text('data').nullable();
    table.primary(['instance', 'kind', 'mount', 'name']);
  });

  await knex.schema.createTable('fleet_runs', table => {
    table.comment('Runs of the collection');
    table.text('id').primary();
    table.text('state').notNullable();
    table.text('trigger').notNullable();
    table.text('by').nullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('ended_at').nullable();
    table.integer('services').notNullable();
    table.integer('collected').notNullable();
    table.integer('skipped').notNullable();
    table.integer('failed').notNullable();
    table.text('reason').nullable();
    table.index(['started_at'], 'fleet_runs_started');
  });

  await knex.schema.createTable('fleet_turn', table => {
    table.comment('Whose turn it is to collect, and when the next is due');
    table.integer('id').primary();
    table.text('holder').nullable();
    table.bigInteger('expires_at').notNullable();
    table.bigInteger('due_at').notNullable();
    table.text('requested_by').nullable();
  });
  await knex('fleet_turn').insert({ id: 1, expires_at: 0, due_at: 0 });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const name of [
    'turn',
    'runs',
    'inventory',
    'history',
    'changes',
    'reviews',
    'exceptions',
    'findings',
    'rows',
  ]) {
    await knex.schema.dropTable(`fleet_${name}`);
  }
};
