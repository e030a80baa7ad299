// @ts-check

/**
 * What two replicas must not both do the database refuses to do twice: a
 * finding of a row is open once, and accepted once. An acceptance tells who
 * ended it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // Only the oldest stays open. The others lasted no time.
  await knex.raw(`
    update fleet_findings set closed_at = opened_at
    where closed_at is null and id not in (
      select min(id) from fleet_findings
      where closed_at is null group by row_id, finding_id
    )`);
  await knex.raw(`
    create unique index fleet_findings_open
    on fleet_findings (row_id, finding_id) where closed_at is null`);

  await knex.schema.alterTable('fleet_exceptions', table => {
    table.text('ended_by').nullable().comment('Null where its day passed');
  });
  // The one that holds longest goes on. The others end now, or ended when their day passed.
  const now = Date.now();
  await knex.raw(
    `
    update fleet_exceptions
    set ended_at = case when until < ? then until else ? end
    where ended_at is null and exists (
      select 1 from fleet_exceptions as other
      where other.row_id = fleet_exceptions.row_id
      and other.finding_id = fleet_exceptions.finding_id
      and other.ended_at is null
      and (other.until > fleet_exceptions.until or (
        other.until = fleet_exceptions.until and other.id > fleet_exceptions.id
      ))
    )`,
    [now, now],
  );
  await knex.raw(`
    create unique index fleet_exceptions_open
    on fleet_exceptions (row_id, finding_id) where ended_at is null`);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index fleet_exceptions_open');
  await knex.schema.alterTable('fleet_exceptions', table => {
    table.dropColumn('ended_by');
  });
  await knex.raw('drop index fleet_findings_open');
};
