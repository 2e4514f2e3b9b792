/** Run before the tests: says what it finds, installs what is missing. */
console.log(`test set-up: Node ${process.version}`);
