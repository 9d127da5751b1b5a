@export()
@description('Ids of the built-in roles that are used, the same in every tenant.')
var roles = {
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
  acrPush: '8311e382-0749-4cb8-b61a-304f252e45ec'
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  clusterUser: '4abbcc35-e782-43d8-92c5-2d3f1bd2253f'
  clusterRbacAdmin: 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b'
  grafanaAdmin: '22926164-76b3-42b3-bc55-97df8dab3e41'
  keyVaultCertificateUser: 'db79e9a7-68ee-4b58-9aeb-b90e7c24fcba'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  managedIdentityOperator: 'f1a07417-d97a-45cb-824c-7a7467783830'
  monitoringDataReader: 'b0d8363b-8ddd-447d-831f-62ca05bff136'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  monitoringReader: '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
  networkContributor: '4d97b98b-1d4f-4787-a291-c67834d212e7'
  websiteContributor: 'de139f84-1756-47ae-9be6-808fbbe84772'
}
