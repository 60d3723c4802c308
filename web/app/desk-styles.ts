// All of Mantine, for the screens at a desk; see styles.ts.
import '@mantine/core/styles.layer.css';
