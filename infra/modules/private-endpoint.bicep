metadata description = 'A private endpoint of one service of a resource, named in the private zone of that service.'

@description('Name of the endpoint.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the subnet.')
param subnetId string

@description('Resource id of what the endpoint leads to.')
param targetId string

@description('The service: blob, queue, table or vault.')
param service 'blob' | 'queue' | 'table' | 'vault'

var zoneName = service == 'vault'
  ? 'privatelink.vaultcore.azure.net'
  : 'privatelink.${service}.${environment().suffixes.storage}'

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {
  name: zoneName
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: service
        properties: {
          privateLinkServiceId: targetId
          groupIds: [service]
        }
      }
    ]
  }

  resource zoneGroup 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: service
          properties: {
            privateDnsZoneId: zone.id
          }
        }
      ]
    }
  }
}

@description('Resource id of the endpoint.')
output id string = endpoint.id
