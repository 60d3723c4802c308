import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

/** Night or light: the device's habit until somebody chooses; the choice stays on the device. */
export function useColorScheme(): { readonly isDark: boolean; readonly toggle: () => void } {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
  return {
    isDark,
    toggle: () => {
      setColorScheme(isDark ? 'light' : 'dark');
    },
  };
}
