// @ts-check

/**
 * Rows whose owners get no notice for a while. Times are milliseconds since 1970.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('fleet_mutes', table => {
    table.comment('Rows whose owners get no notice until a day');
    table.text('row_id').primary();
    table.bigInteger('until').notNullable();
    table.text('by').notNullable();
    table.bigInteger('at').notNullable();
    table.text('reason').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('fleet_mutes');
};
