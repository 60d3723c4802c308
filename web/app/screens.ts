import type { ComponentType } from 'react';
import type { ScreenGroup } from './entries';
import type { Role } from './session';
import { surgeScreenRoles } from './surge-screen-roles';

/** One screen of the consoles: where it is, whose it is, and where its code comes from. */
export interface Screen {
  /** Below `/app`; `$name` is a parameter, which the screen reads with `useParams`. */
  readonly path: string;
  /** Who finds it. The first screen of a role is its home. */
  readonly roles: readonly Role[];
  /** In the navigation of these roles; screens without one are reached from others. */
  readonly title?: { readonly vi: string; readonly en: string };
  /** Gathers titled screens under one menu, where a role has many; without one they stand beside each other. */
  readonly group?: ScreenGroup;
  /** Loaded when somebody goes there: a team's phone never loads the supervisor's map. */
  readonly load: () => Promise<{ readonly Screen: ComponentType }>;
}

/** A screen at a desk may use every part of Mantine; a team's phone does not load their styles. */
export const atDesk =
  (load: Screen['load']): Screen['load'] =>
  async () => {
    const [screen] = await Promise.all([load(), import('./desk-styles')]);
    return screen;
  };

export const screens: readonly Screen[] = [
  {
    path: '/team',
    roles: ['responder'],
    title: { vi: 'Nhiệm vụ', en: 'Tasks' },
    load: () => import('../screens/team/team-screen'),
  },
  {
    path: '/queue',
    roles: ['dispatcher'],
    title: { vi: 'Hàng đợi', en: 'Queue' },
    load: atDesk(() => import('../screens/queue/queue-screen')),
  },
  { path: '/team/$id', roles: ['responder'], load: () => import('../screens/team/task-screen') },
  {
    path: '/agent',
    roles: ['agent'],
    title: { vi: 'Bàn tổng đài', en: 'Call desk' },
    load: atDesk(() => import('../screens/agent/agent-screen')),
  },
  {
    path: '/board',
    roles: ['supervisor', 'commander'],
    title: { vi: 'Bảng điều hành', en: 'Wallboard' },
    load: atDesk(() => import('../screens/wallboard/wallboard-screen')),
  },
  {
    path: '/board/list/$what',
    roles: ['supervisor', 'commander'],
    load: atDesk(() => import('../screens/wallboard/list-screen')),
  },
  {
    path: '/board/unit/$code',
    roles: ['supervisor', 'commander'],
    load: atDesk(() => import('../screens/wallboard/unit-screen')),
  },
  {
    path: '/tickets/$id',
    roles: ['agent', 'dispatcher', 'supervisor', 'commander', 'admin'],
    load: atDesk(() => import('../screens/ticket/ticket-screen')),
  },
  {
    path: '/orders',
    roles: ['supervisor', 'commander', 'dispatcher'],
    title: { vi: 'Mệnh lệnh', en: 'Orders' },
    load: atDesk(() => import('../screens/orders/orders-screen')),
  },
  {
    path: '/orders/new',
    roles: ['commander'],
    load: atDesk(() => import('../screens/orders/new-order-screen')),
  },
  {
    path: '/orders/$id',
    roles: ['supervisor', 'commander', 'dispatcher'],
    load: atDesk(() => import('../screens/orders/order-screen')),
  },
  {
    path: '/admin/units',
    roles: ['admin', 'supervisor', 'commander'],
    title: { vi: 'Đơn vị', en: 'Units' },
    group: 'organisation',
    load: atDesk(() => import('../screens/units/units-screen')),
  },
  {
    path: '/admin/teams',
    roles: ['admin', 'supervisor'],
    title: { vi: 'Các đội', en: 'Teams' },
    group: 'organisation',
    load: atDesk(() => import('../screens/teams/teams-screen')),
  },
  {
    path: '/admin/rosters',
    roles: ['admin', 'supervisor'],
    title: { vi: 'Lịch trực', en: 'Rosters' },
    group: 'organisation',
    load: atDesk(() => import('../screens/rosters/rosters-screen')),
  },
  {
    path: '/admin/hotlines',
    roles: ['admin', 'supervisor'],
    title: { vi: 'Số trực', en: 'Hotline numbers' },
    group: 'organisation',
    load: atDesk(() => import('../screens/hotlines/hotlines-screen')),
  },
  {
    path: '/admin/people',
    roles: ['admin', 'supervisor'],
    title: { vi: 'Người dùng', en: 'People' },
    group: 'organisation',
    load: atDesk(() => import('../screens/people/people-screen')),
  },
  {
    path: '/admin/import',
    roles: ['admin'],
    title: { vi: 'Nhập đơn vị', en: 'Import units' },
    group: 'organisation',
    load: atDesk(() => import('../screens/organisation-import/organisation-import-screen')),
  },
  {
    path: '/surge',
    roles: surgeScreenRoles,
    title: { vi: 'Cao điểm', en: 'Surge' },
    load: atDesk(() => import('../screens/surge/surge-screen')),
  },
  {
    path: '/admin/policies',
    roles: ['admin'],
    title: { vi: 'Quy định thời hạn', en: 'Service policies' },
    load: atDesk(() => import('../screens/policies/policies-screen')),
  },
  {
    path: '/admin/messages',
    roles: ['admin'],
    title: { vi: 'Mẫu tin nhắn', en: 'Message texts' },
    group: 'messages',
    load: atDesk(() => import('../screens/messages/messages-screen')),
  },
  {
    path: '/admin/queues',
    roles: ['admin'],
    title: { vi: 'Hàng tin nhắn', en: 'Message queues' },
    group: 'messages',
    load: atDesk(() => import('../screens/queues/queues-screen')),
  },
  {
    path: '/import',
    roles: ['dispatcher', 'admin'],
    title: { vi: 'Nhập danh sách', en: 'Import a list' },
    load: atDesk(() => import('../screens/ticket-import/ticket-import-screen')),
  },
  {
    path: '/admin/transparency',
    roles: ['admin'],
    title: { vi: 'Số liệu công khai', en: 'Public figures' },
    group: 'oversight',
    load: atDesk(() => import('../screens/transparency/transparency-screen')),
  },
  {
    path: '/reports',
    roles: ['supervisor', 'commander', 'admin'],
    title: { vi: 'Báo cáo', en: 'Reports' },
    load: atDesk(() => import('../screens/reports/reports-screen')),
  },
  {
    path: '/reports/sent/$id',
    roles: ['supervisor', 'commander', 'admin'],
    load: atDesk(() => import('../screens/reports/sent-report-screen')),
  },
  {
    path: '/admin/audit',
    roles: ['admin', 'commander'],
    title: { vi: 'Nhật ký quản trị', en: 'Audit' },
    group: 'oversight',
    load: atDesk(() => import('../screens/audit/audit-screen')),
  },
];

export const screensOf = (role: Role): readonly Screen[] =>
  screens.filter(({ roles }) => roles.includes(role));

export type TitledScreen = Screen & { readonly title: NonNullable<Screen['title']> };

const hasTitle = (screen: Screen): screen is TitledScreen => screen.title !== undefined;
export const titledScreensOf = (role: Role): readonly TitledScreen[] => screensOf(role).filter(hasTitle);
