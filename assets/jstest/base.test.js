import {baseOf} from '../js/base.js';
import {equal, test} from './testing.js';

test('addresses begin with the path below which Goblet is reached', () => {
  equal(baseOf('https://host/assets/0123456789abcdef/js/base.js'), '');
  equal(baseOf('https://host/goblet/assets/0123456789abcdef/js/base.js'), '/goblet');
  equal(baseOf('http://host:81/a/b/assets/0123456789abcdef/js/base.js'), '/a/b');
});
