{{- define "text.name" }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}{{ end }}
