/** Faces of Noto Sans KR in small parts; a browser fetches only the parts whose characters a page shows. */
import '@fontsource-variable/noto-sans-kr/wght.css';
