module.exports = require('../../packages/tools/eslint.cjs')(__dirname);
