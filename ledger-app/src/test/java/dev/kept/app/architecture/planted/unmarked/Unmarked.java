package dev.kept.app.architecture.planted.unmarked;

class Unmarked {}
