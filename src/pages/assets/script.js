// What pages do beyond what they do without it.
"use strict";
