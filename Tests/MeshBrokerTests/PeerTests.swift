import MeshBroker
