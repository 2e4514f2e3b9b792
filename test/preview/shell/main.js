import { createElement } from 'lwc';
import App from 'preview/app';

document.body.append(createElement('preview-app', { is: App }));
