import { nobodyIsShutOut } from '../support/barriers';

nobodyIsShutOut(390);
