import { retentionSettings } from 'types.bicep'

@export()
@description('The container that others may write to.')
var dropContainer = 'drop'

@export()
@description('The containers of the app. Its own settings give no prefix on Azure, where it has an account to itself.')
var dataContainers = [
  'datasets'
  dropContainer
  'events'
  'leases'
  'models'
  'monitoring'
  'predictions'
  'quarantine'
  'reports'
]

@export()
@description('''
Rules for the data. Nothing is deleted that the app needs: it removes the inbox, replaced files and old predictions itself,
and these rules catch what it leaves behind. Append blobs (events/inbox, logs of predictions) cannot be tiered.
''')
func dataLifecycle(retention retentionSettings) object[] => [
  rule('datasets-cool', ['blockBlob'], ['datasets/'], {
    baseBlob: {
      tierToCool: {
        daysAfterModificationGreaterThan: 30
      }
      tierToCold: {
        daysAfterModificationGreaterThan: 180
      }
    }
  })
  rule('reports-cool', ['blockBlob'], ['reports/monitoring/'], {
    baseBlob: {
      tierToCool: {
        daysAfterModificationGreaterThan: 180
      }
    }
  })
  rule('drop-end', ['blockBlob', 'appendBlob'], ['drop/'], {
    baseBlob: {
      delete: {
        daysAfterModificationGreaterThan: retention.quarantine
      }
    }
  })
  rule('predictions-end', ['blockBlob', 'appendBlob'], ['predictions/'], {
    baseBlob: {
      delete: {
        daysAfterModificationGreaterThan: retention.predictions + 30
      }
    }
  })
  rule('quarantine-end', ['blockBlob', 'appendBlob'], ['quarantine/'], {
    baseBlob: {
      delete: {
        daysAfterModificationGreaterThan: retention.quarantine
      }
    }
  })
  versionsEnd(retention)
]

@export()
@description('Packages stay as long as somebody may want to go back to one.')
func packageLifecycle(retention retentionSettings) object[] => [
  versionsEnd(retention)
]

@description('Earlier versions go when they may; a deleted append blob (an inbox, a log) is one, too, and a blob with versions is never deleted by a rule.')
func versionsEnd(retention retentionSettings) object =>
  rule('versions-end', ['blockBlob', 'appendBlob'], [], {
    version: {
      delete: {
        daysAfterCreationGreaterThan: retention.versions
      }
    }
    snapshot: {
      delete: {
        daysAfterCreationGreaterThan: retention.versions
      }
    }
  })

func rule(name string, blobTypes string[], prefixes string[], actions object) object => {
  name: name
  enabled: true
  type: 'Lifecycle'
  definition: {
    actions: actions
    filters: union({ blobTypes: blobTypes }, empty(prefixes) ? {} : { prefixMatch: prefixes })
  }
}
