// @ts-check

/**
 * What a process has read stays right while these are the same: it need not
 * read all rows again to answer a question about all of them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('fleet_rows', table => {
    table
      .text('revision')
      .notNullable()
      .defaultTo('')
      .comment('Another one with every change of the row or its findings');
  });
  await knex.schema.createTable('fleet_revisions', table => {
    table.comment('Of what is read as a whole: another one with every change');
    table.text('name').primary();
    table.text('revision').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('fleet_revisions');
  await knex.schema.alterTable('fleet_rows', table => {
    table.dropColumn('revision');
  });
};
