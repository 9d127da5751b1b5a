import { networkSettings } from 'types.bicep'

metadata description = 'A virtual network with a subnet that the app sends from and one for private endpoints, and the private zones that name them.'

@description('Name of the network.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Addresses, and whether there are private endpoints.')
param network networkSettings

@description('Name of the subnet that the app sends from.')
param appSubnet string = 'app'

@description('To which service that subnet is delegated; empty for none.')
param delegation string

@description('Ports that the internet may ask in these subnets: those of a load balancer of a cluster.')
param openPorts string[] = []

@description('Services that have private endpoints, by the first part of their zone.')
var services = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  vault: 'privatelink.vaultcore.azure.net'
}

resource rules 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: '${name}-nsg'
  location: location
  tags: tags
  properties: {
    securityRules: [
      ...map(openPorts, (port, i) => {
        name: 'allow-inbound-${port}'
        properties: {
          description: 'The load balancer leaves the callers addresses as they are, so that these rules see them.'
          priority: 3000 + i
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: port
        }
      })
      {
        name: 'deny-inbound-from-internet'
        properties: {
          description: 'Nothing in these subnets is asked from outside: the app is reached at its front end, not here.'
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource vnet 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [network.addressPrefix]
    }
    subnets: [
      {
        name: appSubnet
        properties: {
          addressPrefix: network.appSubnetPrefix
          networkSecurityGroup: {
            id: rules.id
          }
          delegations: empty(delegation)
            ? []
            : [
                {
                  name: appSubnet
                  properties: {
                    serviceName: delegation
                  }
                }
              ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: network.endpointSubnetPrefix
          networkSecurityGroup: {
            id: rules.id
          }
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: appSubnet
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for service in items(services): if (network.privateEndpoints) {
    name: service.value
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (service, i) in items(services): if (network.privateEndpoints) {
    name: 'to-network'
    parent: zones[i]
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: vnet.id
      }
    }
  }
]

@description('Resource id of the subnet that the app sends from.')
output appSubnetId string = vnet::app.id

@description('Resource id of the subnet of the private endpoints.')
output endpointSubnetId string = vnet::endpoints.id
