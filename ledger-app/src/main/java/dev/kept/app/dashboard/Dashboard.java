package dev.kept.app.dashboard;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/// All that the pages consist of; an application that imports this and has a ledger serves them.
@Configuration(proxyBeanMethods = false)
@ComponentScan(basePackageClasses = Dashboard.class)
public class Dashboard {}
