//! Rows from and to the types of the domain, one module for each aggregate.

pub(crate) mod agreement;
pub(crate) mod audit;
pub(crate) mod codesign;
pub(crate) mod decision;
pub(crate) mod document;
pub(crate) mod funding;
pub(crate) mod indicator;
pub(crate) mod instance;
pub(crate) mod journal;
pub(crate) mod meeting;
pub(crate) mod minutes;
pub(crate) mod notification;
pub(crate) mod openid;
pub(crate) mod people;
pub(crate) mod plan;
pub(crate) mod project;
pub(crate) mod session;
pub(crate) mod stakeholder;
pub(crate) mod table;
pub(crate) mod validation;
pub(crate) mod value;
