{{/* What the other templates have in common. */}}

{{- define "switchboard.name" -}}
{{- $name := .Release.Name }}
{{- if not (contains .Chart.Name $name) }}{{ $name = printf "%s-%s" $name .Chart.Name }}{{ end }}
{{- $name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* By which a part is found; given (dict "root" $ "part" "api"). */}}
{{- define "switchboard.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "switchboard.labels" -}}
{{ include "switchboard.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "switchboard.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Nobody in particular, who may write nowhere. */}}
{{- define "switchboard.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "switchboard.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* The database, which is all that a migration is given. */}}
{{- define "switchboard.databaseEnv" -}}
- name: SWITCHBOARD_DATABASE__URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.secret }}
      key: {{ .Values.database.key }}
- name: SWITCHBOARD_LOG__FORMAT
  value: json
{{- end }}

{{- define "switchboard.env" -}}
{{ include "switchboard.databaseEnv" . }}
- name: SWITCHBOARD_AUTH__SECRET
  valueFrom:
    secretKeyRef:
      name: {{ .Values.auth.secret }}
      key: {{ .Values.auth.key }}
{{- end }}

{{- define "switchboard.mounts" -}}
- name: config
  mountPath: /etc/switchboard/switchboard.toml
  subPath: switchboard.toml
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- if .Values.files.secret }}
- name: secrets
  mountPath: /etc/switchboard/secrets
  readOnly: true
{{- end }}
{{- end }}

{{- define "switchboard.volumes" -}}
- name: config
  configMap:
    name: {{ include "switchboard.name" . }}
    defaultMode: 0440
- name: tmp
  emptyDir: {}
{{- if .Values.files.secret }}
- name: secrets
  secret:
    secretName: {{ .Values.files.secret }}
    defaultMode: 0440
{{- end }}
{{- end }}
