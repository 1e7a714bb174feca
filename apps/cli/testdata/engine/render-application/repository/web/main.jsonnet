{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data: { all: std.extVar('all') } }
