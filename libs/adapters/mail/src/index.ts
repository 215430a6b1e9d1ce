export { type MailSurroundings, NodemailerMailSender } from './nodemailer-mail-sender.js';
