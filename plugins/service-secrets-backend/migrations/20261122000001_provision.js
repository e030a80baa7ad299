/** Runs of provisioning, what each was about to write, and who is at work. No secret is kept: fields of roles and texts of policies only. */
exports.up = async function up(knex) {
  await knex.schema.createTable('provision_runs', table => {
    table.string('id', 36).primary();
    table.string('entity_ref', 255).notNullable();
    table.string('environment', 63).notNullable();
    table.string('owner', 255).notNullable();
    table.string('started_by', 255).notNullable();
    table.string('digest', 64).notNullable();
    table.string('state', 16).notNullable();
    table.text('request').notNullable();
    // Milliseconds: the same number in every database.
    table.bigInteger('started_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['entity_ref', 'environment', 'started_at']);
  });
  await knex.schema.createTable('provision_steps', table => {
    table
      .string('run_id', 36)
      .notNullable()
      .references('id')
      .inTable('provision_runs')
      .onDelete('CASCADE');
    table.string('key', 512).notNullable();
    table.integer('position').notNullable();
    table.string('state', 16).notNullable();
    table.text('target').notNullable();
    table.primary(['run_id', 'key']);
  });
  await knex.schema.createTable('provision_locks', table => {
    table.string('key', 512).primary();
    table.string('holder', 36).notNullable();
    table.bigInteger('until').notNullable();
  });
};

exports.down = async function down(knex) {
  await knex.schema.dropTable('provision_locks');
  await knex.schema.dropTable('provision_steps');
  await knex.schema.dropTable('provision_runs');
};
