import '@canonry/sync'
