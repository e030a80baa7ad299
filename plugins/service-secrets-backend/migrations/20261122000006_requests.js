// @ts-check

/**
 * When somebody asked for a collection, and since when a reading counts for a
 * run: whoever goes on with it knows what need not be read again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('fleet_turn', table => {
    table.bigInteger('requested_at').nullable().comment('Of `requested_by`');
  });
  await knex.schema.alterTable('fleet_runs', table => {
    table
      .bigInteger('since')
      .nullable()
      .comment('Readings begun later need not be made again');
  });
  await knex('fleet_turn')
    .whereNotNull('requested_by')
    .update({ requested_at: Date.now() });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('fleet_runs', table => {
    table.dropColumn('since');
  });
  await knex.schema.alterTable('fleet_turn', table => {
    table.dropColumn('requested_at');
  });
};
