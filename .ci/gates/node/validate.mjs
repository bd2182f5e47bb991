// Validates state machines: the shape by the published schemas, the paths between the states besides.
import { readFileSync } from 'node:fs';
import validator from 'asl-validator';

let failed = false;
for (const file of process.argv.slice(2)) {
  // Substituted by deployment; the validator wants something that looks like an ARN or a number.
  const text = readFileSync(file, 'utf8').replaceAll(/\$\{[A-Za-z]+Arn\}/g, 'arn:aws:lambda:eu-west-1:111111111111:function:substituted');
  const { isValid, errorsText } = validator(JSON.parse(text), { checkPaths: true, checkArn: false });
  if (!isValid) {
    failed = true;
    console.error(`${file}:\n${errorsText()}`);
  }
}
process.exit(failed ? 1 : 0);
