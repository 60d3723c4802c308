import { entriesOf, type ScreenGroup } from '../../web/app/entries';

const screen = (path: string, group?: ScreenGroup) => ({ path, ...(group && { group }) });

test('screens of a group stand under one menu, where the first of them stood', () => {
  const [board, people, reports, teams] = [
    screen('/board'),
    screen('/people', 'organisation'),
    screen('/reports'),
    screen('/teams', 'organisation'),
  ];
  expect(entriesOf([board, people, reports, teams])).toEqual([
    { screen: board },
    { group: 'organisation', screens: [people, teams] },
    { screen: reports },
  ]);
});

test('a menu with a single screen is spared: the screen stands for itself', () => {
  const rosters = screen('/rosters', 'organisation');
  expect(entriesOf([rosters])).toEqual([{ screen: rosters }]);
});
