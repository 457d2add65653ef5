import { Repository } from 'cdk8s-gitops';
import { applications } from './applications.js';
import { clusters } from './clusters.js';
import { dev } from './dev.js';
import { prod } from './prod.js';
import { staging } from './staging.js';

const repository = new Repository({ url: 'https://git.example.com/shop/gitops.git' });
const delivered = applications(repository);
const destinations = clusters(repository);

const first = dev(repository, delivered, destinations);
const second = staging(repository, delivered, destinations, first);
prod(repository, delivered, destinations, second);

/** What `gitops synth` loads. */
export default repository;
