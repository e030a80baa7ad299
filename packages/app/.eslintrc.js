module.exports = require('../../.eslintrc.shared.cjs')(__dirname);
