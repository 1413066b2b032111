// Reads rules and a range from standard input, and writes when npm opening_hours has them open or unknown.
// It is LGPL-3.0: a test runs it, nothing of it is shipped. Run with TZ=UTC, so that its local time is plain.
import opening_hours from 'opening_hours';

let input = '';
for await (const chunk of process.stdin) input += chunk;
const { from, to, rules } = JSON.parse(input);
const answers = rules.map((rule) => {
  try {
    const hours = new opening_hours(rule, null, { mode: 2, warnings_severity: 0 });
    const found = hours.getOpenIntervals(new Date(from), new Date(to));
    return found.map(([start, end, unknown]) => [start.getTime() / 60000, end.getTime() / 60000, unknown]);
  } catch (error) {
    return String(error);
  }
});
console.log(JSON.stringify(answers));
