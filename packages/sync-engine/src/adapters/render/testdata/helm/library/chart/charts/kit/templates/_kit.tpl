{{- define "kit.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}
{{- define "kit.merge" -}}
{{- $top := first . -}}{{- $overrides := fromYaml (include (index . 1) $top) | default dict -}}
{{- toYaml (merge $overrides (fromYaml (include "kit.base" $top))) -}}
{{- end -}}
{{- define "kit.base" -}}
apiVersion: v1
kind: ConfigMap
metadata: {name: base, labels: {kept: "yes"}}
data: {a: "1"}
{{- end -}}
