print("datamesh")
